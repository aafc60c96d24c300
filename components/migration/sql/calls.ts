import type { Language } from "../../database/client/dialect";
import { grammarOf } from "../../database/products";
import { bare, listOf } from "./words";

/** Words before a parenthesis that call nothing. */
const words =
  "against all and any array as between bernoulli by case check collate columns conflict cube default distinct div do else elseif end enum except exists filter for force_not_null " +
  "force_null force_quote from grouping having identity if ilike in index interval " +
  "intersect into is join key lateral like limit loop match materialized not null of offset on or order over overlaps partition primary regexp return returning rlike rollup row " +
  "select set sets similar some straight_join table than then to union unique using values when where while with within xor zone";

/** Types that take a length. */
const types =
  "bit char character binary datetime dec decimal double float int integer bigint smallint tinyint numeric nchar nvarchar real signed " +
  "time timestamp timestamptz unsigned varbinary varbit varchar varying vector year";

/** Functions of the servers that change nothing but a sequence or a setting of the session. */
const harmless =
  "abs age array_agg array_append array_length array_position array_remove array_to_string ascii avg bin bit_and bit_length bit_or " +
  "bool_and bool_or btrim cardinality cast ceil ceiling char_length character_length chr clock_timestamp coalesce col_description concat " +
  "concat_ws connection_id convert count crc32 cume_dist curdate current_database current_date current_schema current_setting " +
  "current_time current_timestamp current_user currval curtime database date date_add date_format date_part date_sub date_trunc datediff " +
  "day dayofmonth dayofweek dayofyear decode dense_rank elt encode every exp extract field find_in_set first_value floor format " +
  "format_type found_rows from_unixtime gen_random_uuid generate_series get_lock greatest group_concat hex hour ifnull " +
  "inet_aton inet_ntoa initcap insert instr isfinite isnull is_free_lock is_used_lock json_agg json_array json_array_elements " +
  "json_build_array json_build_object json_contains json_extract json_keys json_length json_object json_object_agg json_set json_type " +
  "json_unquote json_valid jsonb_agg jsonb_array_elements jsonb_array_elements_text jsonb_array_length jsonb_build_array " +
  "jsonb_build_object jsonb_each jsonb_each_text jsonb_object_agg jsonb_object_keys jsonb_set jsonb_typeof justify_days lag last_day " +
  "last_insert_id last_value lastval lead least left length ln localtime localtimestamp locate log log10 log2 lower lpad ltrim " +
  "make_date make_interval make_timestamp max md5 microsecond mid min minute mod month monthname nextval now nth_value ntile nullif " +
  "obj_description octet_length ord overlay parse_ident percent_rank percentile_cont percentile_disc pg_advisory_lock " +
  "pg_advisory_unlock pg_advisory_xact_lock pg_backend_pid pg_column_size pg_get_constraintdef pg_get_expr pg_get_functiondef " +
  "pg_get_indexdef pg_get_serial_sequence pg_get_userbyid pg_get_viewdef pg_notify pg_relation_size pg_size_pretty pg_sleep " +
  "pg_table_is_visible pg_total_relation_size pg_try_advisory_lock pg_typeof position pow power quarter quote quote_ident " +
  "quote_literal quote_nullable radians rand random rank regexp_like regexp_match regexp_matches regexp_replace regexp_split_to_array " +
  "regexp_split_to_table regexp_substr release_lock repeat replace reverse right round row_count row_number row_to_json rpad rtrim " +
  "schema second session_user set_config setval sha1 sha2 sha256 sign sleep split_part sqrt statement_timestamp stddev str_to_date " +
  "strcmp string_agg string_to_array strpos subdate substr substring substring_index sum sysdate time_format time_to_sec timediff " +
  "timestampadd timestampdiff to_char to_date to_json to_jsonb to_number to_regclass to_regtype to_timestamp to_tsquery to_tsvector " +
  "transaction_timestamp translate trim trunc truncate txid_current ucase unix_timestamp unnest upper user utc_date " +
  "utc_timestamp uuid variance version week weekday weekofyear " +
  // Arrays, JSON and ranges.
  "array_cat array_dims array_lower array_positions array_prepend array_replace array_upper daterange int4range int8range " +
  "json_array_append json_array_elements_text json_array_insert json_arrayagg json_compact json_contains_path json_depth json_detailed " +
  "json_each json_each_text json_exists json_insert json_merge json_merge_patch json_merge_preserve json_object_keys json_objectagg " +
  "json_overlaps json_populate_record json_populate_recordset json_pretty json_query json_quote json_remove json_replace json_search " +
  "json_strip_nulls json_table json_to_record json_to_recordset json_typeof json_value jsonb_extract_path jsonb_extract_path_text " +
  "jsonb_insert jsonb_path_exists jsonb_path_query jsonb_path_query_array jsonb_path_query_first jsonb_populate_record " +
  "jsonb_populate_recordset jsonb_pretty jsonb_strip_nulls jsonb_to_record jsonb_to_recordset lower_inc numrange string_to_table " +
  "tsrange tstzrange upper_inc " +
  // Numbers, texts and times.
  "acos adddate addtime aes_decrypt aes_encrypt any_value asin atan atan2 bin_to_uuid bit_count bit_xor cbrt compress convert_from " +
  "convert_to convert_tz corr cos cot covar_pop covar_samp crypt dayname degrees digest div export_set from_base64 from_days gcd " +
  "gen_random_bytes gen_salt get_format hmac inet6_aton inet6_ntoa is_ipv4 is_ipv6 is_uuid isodow justify_hours justify_interval lcm " +
  "load_file make_set make_time make_timestamptz makedate maketime mode name_const natural_sort_key normalize num_nonnulls num_nulls oct " +
  "period_add period_diff pi regexp_count regexp_instr scale sec_to_time sha sha224 sha384 sha512 similarity sin soundex space " +
  "starts_with std stddev_pop stddev_samp subtime tan timeofday to_base64 to_days to_hex to_seconds unaccent uncompress unhex utc_time " +
  "uuid_generate_v1 uuid_generate_v1mc uuid_generate_v3 uuid_generate_v4 uuid_generate_v5 uuid_short uuid_to_bin uuidv4 uuidv7 var_pop " +
  "var_samp width_bucket yearweek " +
  // Searches, and the catalog.
  "has_column_privilege has_schema_privilege has_table_privilege pg_current_wal_lsn pg_database_size pg_get_ruledef pg_get_triggerdef " +
  "pg_has_role pg_is_in_recovery phraseto_tsquery plainto_tsquery setweight shobj_description strip to_regnamespace to_regproc " +
  "to_regrole ts_headline ts_rank ts_rank_cd websearch_to_tsquery";

const known = new Set([words, types, harmless].flatMap((text) => text.split(" ")));

/** A name before a parenthesis. After another one that closes it names columns: `(VALUES (1)) v (a)`. */
const call =
  /(?:(?<before>\b[\w$]+) |(?<cast>::) ?)?(?<![\w$\u0080-\uffff]|\) ?)(?<name>(?:"x"|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)(?: ?\. ?(?:"x"|[\w$\u0080-\uffff]+))*) ?\(/g;

/** Names that are no calls after these: `AS t (a)`, `a::numeric (10)`, `INSERT INTO t (a)`. */
const introduces =
  /^(?:AS|INTO|TABLE|WITH|RECURSIVE|REFERENCES|COPY|INSERT|REPLACE|IGNORE|LOW_PRIORITY|DELAYED)$/i;

/** Statements in which a name before a parenthesis is not called, or that are looked into elsewhere. */
const callNothing = /^(?:DROP|REVOKE|VACUUM|ANALYZE|EXPLAIN|DESC|DESCRIBE)$/;

/** The query that is within a statement that makes something. */
export const queryIn = (code: string) =>
  /\b(?:SELECT\b|FOR VALUES\b|VALUES\b(?! (?:IN|LESS)\b)|AS ?[( ]*(?:WITH|EXECUTE)\b).*/i.exec(code)?.[0] ??
  "";

/**
 * What a statement runs at once, of its code. What it defines runs later, if ever; an index calls only functions that cannot change anything; and a
 * new column's default and a new condition are calculated for each row that is there.
 */
export function executed(head: string, code: string, language: Language): string {
  if (callNothing.test(head) || (head === "DO" && grammarOf(language).doIsBlock)) return "";
  if (head === "CREATE")
    return /^CREATE (?:(?:OR REPLACE|GLOBAL|LOCAL|TEMP|TEMPORARY|UNLOGGED) )*(?:TABLE|MATERIALIZED VIEW)\b/i.test(
      code,
    )
      ? queryIn(bare(code))
      : "";
  if (head !== "ALTER") return code;
  if (!/^ALTER (?:FOREIGN )?(?:TABLE|DOMAIN)\b/i.test(code)) return "";
  return listOf(bare(code))
    .map((part) => /(?:(?<!\bSET )\bDEFAULT|\bCHECK|\bTYPE\b.*? USING)\b.*/i.exec(part)?.[0] ?? "")
    .join(", ");
}

/** Functions that a query calls, of which is not known what they do: they may delete as much as any statement. */
export function unknownCalls(code: string): string[] {
  const found = [...bare(code).matchAll(call)].flatMap(
    ({ groups: { before = "", cast, name = "" } = {} }) => {
      const plain = name.replaceAll(" ", "");
      const isKnown = known.has(plain.toLowerCase().replace(/^pg_catalog\./, ""));
      return isKnown || cast || introduces.test(before) ? [] : [plain];
    },
  );
  return [...new Set(found)];
}
