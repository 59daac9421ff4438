"""The scorer of candidates: boosted trees over the features that the engine works out."""
