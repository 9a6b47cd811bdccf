"""Los avisos de privacidad, versión por versión: sus textos, cuál rige hoy y cómo se leen los anteriores."""
