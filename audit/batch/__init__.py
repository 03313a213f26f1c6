"""Many reports at once: finding the files, worker processes, results that are whole or not there, and the ranking.

``run.run_batch`` is the whole of it; the other modules are its parts:

- ``sources``: which files are meant by the arguments; ``naming``: what their results are called;
- ``reading``: what there is to audit in a file (for a single audit too); ``work``: one file from reading to output;
- ``workers``: processes with limits of time and memory, whose loss costs one file;
- ``store``: the folder of results, and what is known of them from earlier runs;
- ``index``: summary.json and the ranking table; ``progress``: the line that moves on a terminal.
"""
