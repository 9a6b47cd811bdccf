"""Quién entra y qué puede: usuario, enlaces de acceso, permisos y roles. No sabe de candidaturas."""
