"""The platform with one more address, against which uploads are measured."""
