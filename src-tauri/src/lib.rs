#![doc = "shell"]
