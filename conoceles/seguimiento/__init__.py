"""Quién no ha respondido y qué se le ha dicho: omisiones, recordatorios y requerimientos."""
