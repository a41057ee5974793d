"""From the blocks of a document to what an office meant by it: plans. No models, no Django."""
