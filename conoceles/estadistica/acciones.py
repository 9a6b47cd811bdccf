"""Los verbos de este cuarto."""
