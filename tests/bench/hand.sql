-- The twelve rules of test_speed.py for a million placements, written by hand: as few columns and lists as they need,
-- every list gone through once a rule, all in one pass. Codes as in pmi_compliance.engines.tables.engine: applies * 9 + requires.
CREATE OR REPLACE TEMP TABLE hand AS
WITH orders AS (SELECT id, sip2mi.issued_on AS issued FROM '{folder}/job_orders.parquet'),
read AS (
    SELECT p.id, coalesce(departed_on, recruited_on, DATE '2025-10-31') AS day, departed_on, recruited_on, scope,
        executor_kind, worker, employer.kind AS employer, destination, via_partner,
        orientation.attended_on AS attended, employment_agreement.signed_by_worker AS by_worker,
        employment_agreement.signed_by_employer AS by_employer, orders.issued,
        CASE WHEN scope IS NULL THEN 1 WHEN scope = 'overseas' THEN 2 ELSE 0 END * 9 AS abroad,
        list_max(list_transform(documents, lambda d:
            coalesce(CAST(d.type = 'passport' AND d.status = 'held' AS TINYINT) * 2, 1))) AS passport,
        list_min(list_transform(documents, lambda d:
            coalesce(CAST(d.status <> 'forged' AS TINYINT) * 2, 1))) AS forged,
        list_min(list_transform(costs, lambda c: coalesce(CAST(NOT (c.class = 'placement'
            AND c.charged_to = 'worker' AND c.amount_idr > 0) AS TINYINT) * 2, 1))) AS free,
        documents IS NULL OR NOT coalesce(documents_complete, true) AS more_documents,
        costs IS NULL OR NOT coalesce(costs_complete, true) AS more_costs
    FROM '{folder}/placements.parquet' p LEFT JOIN orders ON p.job_order_id = orders.id
)
SELECT id,
    CASE WHEN ok THEN 18 + coalesce(CAST(scope IN ('overseas', 'domestic') AS TINYINT) * 2, 1) ELSE 27 END AS r0,
    CASE WHEN ok THEN abroad + coalesce(CAST(executor_kind IN ('government_agency', 'p3mi', 'own_interest_company')
        AS TINYINT) * 2, 1) ELSE 27 END AS r1,
    CASE WHEN ok THEN abroad + coalesce(CASE WHEN worker.birth_date > day THEN NULL
        ELSE CAST(worker.birth_date + INTERVAL 18 YEAR <= day AS TINYINT) * 2 END, 1) ELSE 27 END AS r2,
    CASE WHEN ok THEN abroad + coalesce(CAST(NOT (employer = 'individual'
        AND destination IN ('SA', 'AE', 'KW', 'QA')) AS TINYINT) * 2, 1) ELSE 27 END AS r3,
    CASE WHEN ok THEN 9 * coalesce(CAST(scope = 'overseas' AND executor_kind = 'p3mi' AS TINYINT) * 2, 1)
        + coalesce(CAST(via_partner AS TINYINT) * 2, 1) ELSE 27 END AS r4,
    CASE WHEN ok THEN abroad + greatest(coalesce(passport, 0), CAST(more_documents AS TINYINT)) ELSE 27 END AS r5,
    CASE WHEN ok THEN abroad + least(coalesce(forged, 2), 2 - CAST(more_documents AS TINYINT)) ELSE 27 END AS r6,
    CASE WHEN ok THEN abroad + least(coalesce(free, 2), 2 - CAST(more_costs AS TINYINT)) ELSE 27 END AS r7,
    CASE WHEN ok THEN abroad + coalesce(CAST(attended < departed_on AS TINYINT) * 2, 1) ELSE 27 END AS r8,
    CASE WHEN ok THEN abroad + coalesce(CAST(by_worker AND by_employer AS TINYINT) * 2, 1) ELSE 27 END AS r9,
    CASE WHEN ok THEN abroad + coalesce(CAST(CASE WHEN worker IS NULL THEN NULL
        ELSE worker.registered_on IS NOT NULL OR worker.registered END AS TINYINT) * 2, 1) ELSE 27 END AS r10,
    CASE WHEN ok THEN abroad + coalesce(CAST(issued <= recruited_on AS TINYINT) * 2, 1) ELSE 27 END AS r11
FROM (SELECT *, day >= DATE '2017-11-22' AS ok FROM read);

WITH ways AS (SELECT * EXCLUDE id, count(*) AS n FROM hand GROUP BY ALL)
SELECT said, sum(n)::BIGINT AS n FROM (
    SELECT n, unnest([r0::INTEGER, r1::INTEGER + 28, r2::INTEGER + 56, r3::INTEGER + 84, r4::INTEGER + 112,
        r5::INTEGER + 140, r6::INTEGER + 168, r7::INTEGER + 196, r8::INTEGER + 224, r9::INTEGER + 252,
        r10::INTEGER + 280, r11::INTEGER + 308]) AS said FROM ways) GROUP BY said
