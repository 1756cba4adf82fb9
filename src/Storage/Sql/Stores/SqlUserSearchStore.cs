using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Storage.Sql.Stores;

internal sealed class SqlUserSearchStore(SqlDatabase database) : IUserSearchStore
{
    private readonly SqlDatabase _database = database;

    public Task<IReadOnlyList<UserId>> ListAsync(WorldId world, UserListFilter filter, CancellationToken cancellation = default) =>
        _database.Readers.ReadAsync(
            (_database.Sql, world, filter),
            static async (session, from) => (IReadOnlyList<UserId>)await session.Prepare(from.Sql.UserSearch.List)
                .Bind("@world", from.world)
                .Bind("@allTypes", from.filter.Type is null)
                .Bind("@type", from.filter.Type ?? string.Empty)
                .Bind("@banned", from.filter.IncludeBanned)
                .ReadAllAsync(static row => new UserId(row.Uuid(0))),
            cancellation);

    public Task<IReadOnlyList<UserRow>> SearchAsync(WorldId world, UserSearch search, CancellationToken cancellation = default) =>
        _database.Readers.ReadAsync(
            (_database.Sql, world, search),
            static async (session, from) => (IReadOnlyList<UserRow>)await session.Prepare(from.Sql.UserSearch.Search.Text)
                .Bind("@world", from.world)
                .Bind("@banned", from.search.IncludeBanned)
                .Bind("@allTraits", from.search.Traits is null)
                .Bind("@traits", from.search.Traits ?? [])
                .Bind("@term", from.search.Term)
                .Bind("@fields", from.search.Fields)
                .Bind("@limit", (long)from.search.Limit)
                .Bind("@offset", from.search.Offset)
                .ReadAllAsync(SqlRows.User),
            cancellation);
}
