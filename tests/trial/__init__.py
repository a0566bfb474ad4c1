"""A small journey and small jobs that tests of the engine run on. Also seen by the programs that tests start."""
