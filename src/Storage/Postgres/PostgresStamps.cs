using Venueless.Fast.Core.Domain;
using Venueless.Fast.Storage.Sql;
using Venueless.Fast.Storage.Sql.Sessions;

namespace Venueless.Fast.Storage.Postgres;

/// <summary>Hashes of the row versions (<c>xmin</c>) that make up a world or a user: every committed change moves them, also one by hand.</summary>
internal sealed class PostgresStamps(SqlReaderPool readers) : RowStamps
{
    private const string WorldSql =
        """
        SELECT hashtextextended(concat_ws(';', w.xmin::text,
            (SELECT string_agg(concat_ws(',', r.id::text, r.xmin::text, c.xmin::text), ';' ORDER BY r.id)
                FROM core_room r LEFT JOIN core_channel c ON c.room_id = r.id
                WHERE r.world_id = w.id AND NOT r.deleted),
            (SELECT string_agg(a.xmin::text, ',' ORDER BY a.id) FROM core_announcement a WHERE a.world_id = w.id)), 0)
        FROM core_world w
        WHERE w.id = @world
        """;

    private readonly SqlReaderPool _readers = readers;
    private readonly UserStampProbe _users = new(readers);

    // No row: a number as good as any other.
    public override async Task<long> ReadWorldAsync(WorldId world, CancellationToken cancellation) =>
        await _readers.ReadAsync(world, static (session, world) => session.Prepare(WorldSql).Bind("@world", world).ReadNumberAsync(), cancellation) ?? 0;

    public override Task<long> ReadUserAsync(UserId user, CancellationToken cancellation) => _users.ReadAsync(user).WaitAsync(cancellation);

    // The probe sees them like everybody else's.
    public override void NoteOwnWorldEdit()
    {
    }
}
