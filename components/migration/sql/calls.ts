import { bare } from "./words";

/** Words before a parenthesis that call nothing. */
const words =
  "all and any array as between by case check conflict cube distinct do else end enum except exists filter from grouping having if in interval " +
  "intersect into is join key lateral like limit materialized not null of offset on or order over partition primary returning rollup row " +
  "select set sets similar some table then to union unique using values when where with within xor";

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
  "utc_timestamp uuid variance version week weekday weekofyear";

const known = new Set([words, types, harmless].flatMap((text) => text.split(" ")));

const call =
  /(?:(?<before>\b[\w$]+) |(?<cast>::) ?)?(?<![\w$\u0080-\uffff])(?<name>(?:"x"|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)(?: ?\. ?(?:"x"|[\w$\u0080-\uffff]+))*) ?\(/g;

/** Names that are no calls after these: `AS t (a)`, `a::numeric (10)`, `INSERT INTO t (a)`. */
const introduces = /^(?:AS|INTO|TABLE|WITH|RECURSIVE|REFERENCES)$/i;

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
