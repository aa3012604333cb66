//! Text out of files, with the way back from each letter to its source. See [`Extracted`].
