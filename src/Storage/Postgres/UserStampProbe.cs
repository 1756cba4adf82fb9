using Venueless.Fast.Core.Concurrency;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Storage.Sql.Sessions;

namespace Venueless.Fast.Storage.Postgres;

/// <summary>Probes users together. Thread-safe.</summary>
internal sealed class UserStampProbe(SqlReaderPool readers)
{
    // Grants and blocks change what a user may do and see, without touching its row.
    private const string Sql =
        """
        SELECT u.id, hashtextextended(concat_ws(';', u.xmin::text,
            (SELECT string_agg(concat_ws(',', g.id::text, g.xmin::text), ';' ORDER BY g.id) FROM core_worldgrant g WHERE g.user_id = u.id),
            (SELECT string_agg(concat_ws(',', g.id::text, g.xmin::text), ';' ORDER BY g.id) FROM core_roomgrant g WHERE g.user_id = u.id),
            (SELECT string_agg(concat_ws(',', b.id::text, b.xmin::text), ';' ORDER BY b.id) FROM core_user_blocked_users b WHERE b.from_user_id = u.id)), 0)
        FROM core_user u
        WHERE u.id = ANY(@users)
        """;

    private readonly GroupedReads<UserId, long> _stamps = Group(readers);

    /// <summary>The user's stamp at some moment after this call; 0 without a row.</summary>
    public Task<long> ReadAsync(UserId user) => _stamps.ReadAsync(user);

    private static GroupedReads<UserId, long> Group(SqlReaderPool readers) => new(users => readers.ReadAsync(
        users,
        static async (session, users) => (IReadOnlyDictionary<UserId, long>)new Dictionary<UserId, long>(await session.Prepare(Sql)
            .Bind("@users", users)
            .ReadAllAsync(static row => KeyValuePair.Create(new UserId(row.Uuid(0)), row.Number(1)))),
        CancellationToken.None));
}
