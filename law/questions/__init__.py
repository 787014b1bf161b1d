"""The law engine as questions with plain answers, asked by the command line and by batches alike."""
