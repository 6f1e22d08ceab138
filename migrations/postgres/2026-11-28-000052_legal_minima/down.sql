DROP TABLE minimum_overrides;
DROP TABLE legal_minima;
