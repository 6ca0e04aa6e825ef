-- Nothing: this number is kept for what is being made elsewhere.
SELECT 1;
