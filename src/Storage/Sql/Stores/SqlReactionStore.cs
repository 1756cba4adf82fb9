using System.Text;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql.Statements;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Sql.Stores;

internal sealed class SqlReactionStore(SqlDatabase database) : IReactionStore
{
    private readonly SqlDatabase _database = database;

    public Task AddAsync(RoomId room, ReactionCounts counts, DateTimeOffset now, CancellationToken cancellation = default) =>
        _database.Writer.WriteAsync(
            WriteKey.None,
            (room, counts, now),
            static async (scope, from) =>
            {
                var rows = 0;
                for (var reaction = RoomReaction.Clap; (int)reaction < ReactionCounts.Length; reaction++)
                {
                    if (from.counts.Of(reaction) > 0)
                    {
                        rows += await scope.Prepare(ReactionSql.Insert)
                            .Bind("@reaction", Encoding.UTF8.GetString(RoomReactions.NameOf(reaction)))
                            .Bind("@amount", from.counts.Of(reaction))
                            .Bind("@room", from.room)
                            .Bind("@now", from.now)
                            .ExecuteAsync();
                    }
                }

                return rows;
            },
            cancellation);
}
