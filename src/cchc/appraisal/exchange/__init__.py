"""Files of appraisals."""
