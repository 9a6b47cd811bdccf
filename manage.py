#!/usr/bin/env python
"""Puerta de las órdenes: `python manage.py X` es lo mismo que `conoceles X`."""

from conoceles.__main__ import main

if __name__ == "__main__":
    main()
