DROP TABLE request_batches;
