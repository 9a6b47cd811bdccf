"""Lo que la ciudadanía avisa que está mal en una página."""
