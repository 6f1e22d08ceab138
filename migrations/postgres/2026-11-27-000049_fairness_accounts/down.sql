DROP TABLE person_months;
