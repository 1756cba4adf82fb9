namespace Venueless.Fast.Storage.Tests.Postgres.Schema;

/// <summary>The statements that read a database's objects from the catalog, one line each; everything that is ours (<c>fast_</c>) is left out.</summary>
internal static class ActualSchema
{
    private const string Ours = @"'fast\_%'";

    public const string Tables = $"SELECT c.relname FROM pg_class c WHERE {InPublic} AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relname NOT LIKE {Ours}";

    public const string Sequences = $"SELECT c.relname FROM pg_class c WHERE {InPublic} AND c.relkind = 'S'";

    public const string Steps = "SELECT app || '.' || name FROM django_migrations";

    public const string ContentTypes = "SELECT app_label || '.' || model FROM django_content_type";

    public const string Columns =
        $"""
        SELECT format('%s %s %s %s %s', c.relname, a.attnum, a.attname,
            replace(replace(format_type(a.atttypid, a.atttypmod), 'character varying', 'varchar'), 'timestamp with time zone', 'timestamptz'),
            CASE WHEN a.attnotnull THEN 'not null' ELSE 'null' END)
            || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')
            || CASE a.attidentity WHEN 'd' THEN ' identity by default ' WHEN 'a' THEN ' identity always ' ELSE '' END
            || coalesce(replace(pg_get_serial_sequence(quote_ident(c.relname), a.attname), 'public.', ''), '')
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE {InPublic} AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped AND c.relname NOT LIKE {Ours}
        """;

    public const string PrimaryKeys = $"SELECT format('%s %s (%s)', c.relname, k.conname, {Key}) FROM {Constraints} AND k.contype = 'p'";

    public const string Uniques = $"SELECT format('%s %s (%s)', c.relname, k.conname, {Key}) FROM {Constraints} AND k.contype = 'u' AND NOT k.condeferrable";

    public const string ForeignKeys =
        $"""
        SELECT format('%s %s (%s) %s(%s) on delete %s, deferrable %s, initially deferred %s', c.relname, k.conname, {Key}, k.confrelid::regclass, {ReferencedKey},
            CASE WHEN k.confdeltype = 'a' AND k.confupdtype = 'a' THEN 'no action' ELSE k.confdeltype::text || k.confupdtype::text END,
            CASE WHEN k.condeferrable THEN 'True' ELSE 'False' END, CASE WHEN k.condeferred THEN 'True' ELSE 'False' END)
        FROM {Constraints} AND k.contype = 'f'
        """;

    public const string Checks = $"SELECT format('%s %s %s', c.relname, k.conname, pg_get_constraintdef(k.oid)) FROM {Constraints} AND k.contype = 'c'";

    public const string Indexes =
        $"SELECT replace(indexdef, ' ON public.', ' ON ') FROM pg_indexes WHERE schemaname = 'public' AND indexname NOT LIKE {Ours} AND tablename NOT LIKE {Ours}";

    /// <summary>Nothing of what the reference server has not: triggers, functions, enum types, rules, other constraints, extensions, schemas.</summary>
    public const string Strangers =
        $"""
        SELECT 'trigger ' || tgname FROM pg_trigger WHERE NOT tgisinternal
        UNION ALL SELECT 'function ' || proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        UNION ALL SELECT 'enum ' || typname FROM pg_type WHERE typtype IN ('e', 'd', 'r') AND typnamespace = 'public'::regnamespace
        UNION ALL SELECT 'rule ' || r.rulename FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class WHERE {InPublic}
        UNION ALL SELECT 'constraint ' || k.conname FROM {Constraints} AND k.contype NOT IN ('p', 'u', 'f', 'c', 'n')
        UNION ALL SELECT 'extension ' || extname FROM pg_extension WHERE extname <> 'plpgsql'
        UNION ALL SELECT 'schema ' || nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg\_%' AND nspname NOT IN ('public', 'information_schema')
        """;

    /// <summary>Our own objects: tables and their columns, and indexes on tables of the reference server.</summary>
    public const string Own =
        $"""
        SELECT c.relname || ' ' || string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod), ', ' ORDER BY a.attnum)
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
        WHERE {InPublic} AND c.relkind = 'r' AND c.relname LIKE {Ours} GROUP BY c.relname
        UNION ALL SELECT replace(indexdef, ' ON public.', ' ON ') FROM pg_indexes WHERE indexname LIKE {Ours} AND tablename NOT LIKE {Ours}
        """;

    private const string InPublic = "c.relnamespace = 'public'::regnamespace";

    private const string Constraints = $"pg_constraint k JOIN pg_class c ON c.oid = k.conrelid WHERE {InPublic} AND c.relname NOT LIKE {Ours}";

    private const string Key =
        "(SELECT string_agg(a.attname, ', ' ORDER BY n.place) FROM unnest(k.conkey) WITH ORDINALITY n (number, place) JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = n.number)";

    private const string ReferencedKey =
        "(SELECT string_agg(a.attname, ', ' ORDER BY n.place) FROM unnest(k.confkey) WITH ORDINALITY n (number, place) JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = n.number)";
}
