/*
code: D02
title: 批次异常
title_en: Batch not to be trusted
category: data
subject: batch
department: column
severity: 1
days: 2
urgency_basis: default
datasets: []
optional: [mz_payment, cl_subsidy, rs_pension]
parameters: [batch_drop_share, blank_id_ratio, unmapped_suspect_share, unusual_amount_ratio]
legal_basis: {document: '湖北省民政厅等《关于加强低收入人口动态监测做好分层分类社会救助工作的实施意见》2024', clause: 完善低收入人口数据库（信息完整、真实可靠、更新及时）}
evidence: {found: 异常, columns_missing: 缺少或整列为空的列, rows_read: 本批行数, rows_accepted: 本批可用行数, rows_before: 比较批行数, accepted_before: 比较批可用行数, batch_before: 比较批日期, blank_share: 空白证件号占比, blank_before: 上批空白占比, unmapped_codes: 未知代码数, unusual_amounts: 异常金额笔数, misplaced: 证件号未能对上本人的行数}
*/
-- Batches of an append dataset cover spans of different length: after a shorter span fewer rows are due, after a longer one no
-- more, since a payroll is monthly however late it comes.  A fall must be more than chance (two standard deviations of a count).  Exits are suspended for
-- blank numbers only when their rise is beyond chance (three standard deviations of the difference of two counts).
-- Rows with a number that does not lead to their person, by and large since the names do not fit (columns shifted, unreadable
-- characters), are told where they are as many as rows that would be missed.
-- Columns that are missing although they should not be are told too: rules that read them wait until a batch has them, or until this
-- is dismissed.  They suspend nothing else.
-- Rows that are there but cannot be used count as missing.  A snapshot that was too short is no measure for the next one: that is
-- compared with what the short one was compared with, for a quarter at most (several departments deliver monthly); then the
-- department has fewer rows.
WITH numbered AS (
    SELECT b.*, d.mode, row_number() OVER newest_first AS age,
           date_diff('day', lead(batch) OVER newest_first, batch) AS span
    FROM fact.batch b JOIN fact.dataset d USING (dataset)
    WHERE rows_read IS NOT NULL AND status <> 'refused' AND batch <= as_of()
    WINDOW newest_first AS (PARTITION BY dataset ORDER BY batch DESC)
), measure AS (
    SELECT dataset, arg_max(s.rows_before, batch) AS rows_before, arg_max(s.accepted_before, batch) AS accepted_before,
           arg_max(s.batch_before, batch) AS batch_before
    FROM numbered n JOIN tonight.short_batch s USING (dataset, batch)
    WHERE n.age <= 2 AND n.mode = 'snapshot' AND s.batch_before >= as_of() - 92
    GROUP BY dataset
), pair AS (
    SELECT n.dataset, n.batch, n.mode, n.rows_read, n.rows_accepted, n.blank_ids,
           coalesce(s.rows_before, o.rows_read) AS rows_before, coalesce(s.accepted_before, o.rows_accepted) AS accepted_before,
           coalesce(s.batch_before, o.batch) AS batch_before,
           CASE WHEN n.mode = 'append' THEN least(1, coalesce(n.span / o.span, 1)) ELSE 1 END AS due,
           n.blank_ids / nullif(n.rows_read, 0) AS blank_share, o.blank_ids / nullif(o.rows_read, 0) AS blank_before,
           coalesce(n.unmapped_codes, 0) AS unmapped, coalesce(n.unmapped_codes, 0) / nullif(n.rows_read, 0) AS unmapped_share
    FROM numbered n LEFT JOIN numbered o ON o.dataset = n.dataset AND o.age = 2
    LEFT JOIN measure s ON s.dataset = n.dataset
    WHERE n.age = 1
), amount AS (
    SELECT 'mz_payment' AS dataset, person_id, item, pay_month, amount, row_key FROM tonight.mz_payment WHERE item <> 'temporary'
    UNION ALL SELECT 'cl_subsidy', person_id, item, pay_month, amount, row_key FROM tonight.cl_subsidy
    UNION ALL SELECT 'rs_pension', person_id, kind, pay_month, coalesce(basic_amount, 0) + coalesce(account_amount, 0), row_key
    FROM tonight.rs_pension
), usual AS (
    SELECT dataset, person_id, item, median(amount) AS usual FROM amount
    GROUP BY ALL HAVING count(*) >= 3 AND max(amount) >= param('unusual_amount_ratio') * min(amount)
), unusual AS (
    SELECT dataset, row_batch(row_key) AS batch, count(*) AS rows_found, (list(row_key ORDER BY row_key))[1:1000] AS "rows"
    FROM amount JOIN usual USING (dataset, person_id, item)
    WHERE usual > 0 AND amount >= param('unusual_amount_ratio') * usual
    GROUP BY ALL
), placed AS (
    SELECT dataset, batch, count(*) AS links, count(*) FILTER (rule IN ('number', 'slip', 'rounded', 'damaged', 'same', 'reviewer') OR rule LIKE 'masked%') AS by_number
    FROM core.person_link WHERE role IN ('self', 'head')
    GROUP BY ALL
), missing AS (
    SELECT dataset, batch, list(column_name ORDER BY column_name) AS columns_missing
    FROM tonight.missing_column WHERE filled_in IS NOT NULL
    GROUP BY ALL
), found AS (
    SELECT p.*, columns_missing, coalesce(greatest(links - blank_ids - by_number, 0), 0) AS misplaced,
           coalesce(misplaced >= 10 AND misplaced >= param('batch_drop_share') * (links - blank_ids), false) AS names_wrong,
           coalesce(u.rows_found, 0) AS unusual_amounts, coalesce(u."rows", []) AS "rows",
           coalesce(least(rows_read - (1 - param('batch_drop_share')) * due * rows_before,
                          rows_accepted - (1 - param('batch_drop_share')) * due * accepted_before) <= 0
                    AND (mode = 'snapshot' OR greatest(due * rows_before - rows_read, due * accepted_before - rows_accepted)
                                              >= 2 * sqrt(due * rows_before)), false) AS dropped,
           coalesce(blank_share > 0 AND blank_share >= param('blank_id_ratio') * blank_before, false) AS blanks,
           coalesce((blank_share - blank_before) * rows_read >= 3 * sqrt((blank_share + blank_before) * rows_read), false) AS beyond_chance
    FROM pair p LEFT JOIN unusual u USING (dataset, batch) LEFT JOIN placed l USING (dataset, batch)
    LEFT JOIN missing USING (dataset, batch)
)
SELECT f.dataset || '/' || f.batch AS batch_ref, d.department, f."rows",
       {'found': list_filter([CASE WHEN dropped THEN 'rows_dropped' END, CASE WHEN blanks THEN 'numbers_blank' END,
                              CASE WHEN unmapped > 0 THEN 'codes_unknown' END,
                              CASE WHEN unusual_amounts > 0 THEN 'amounts_unusual' END,
                              CASE WHEN names_wrong THEN 'names_do_not_fit' END,
                              CASE WHEN columns_missing IS NOT NULL THEN 'columns_missing' END], lambda one: one IS NOT NULL),
        'columns_missing': columns_missing, 'rows_read': rows_read, 'rows_accepted': rows_accepted, 'rows_before': rows_before,
        'accepted_before': accepted_before, 'batch_before': batch_before, 'blank_share': round(blank_share, 4),
        'blank_before': round(blank_before, 4), 'unmapped_codes': unmapped, 'unusual_amounts': unusual_amounts, 'misplaced': misplaced} AS facts,
       CASE WHEN dropped OR names_wrong OR (blanks AND beyond_chance)
                 OR greatest(unmapped_share, unusual_amounts / rows_read) >= param('unmapped_suspect_share') THEN f.dataset END AS suspect_dataset
FROM found f JOIN fact.dataset d USING (dataset)
WHERE dropped OR names_wrong OR blanks OR unmapped > 0 OR unusual_amounts > 0 OR columns_missing IS NOT NULL
