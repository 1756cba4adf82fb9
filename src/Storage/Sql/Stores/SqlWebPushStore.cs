using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Sql.Stores;

internal sealed class SqlWebPushStore(SqlDatabase database) : IWebPushStore
{
    private readonly SqlDatabase _database = database;

    public Task SubscribeAsync(UserId user, string endpoint, RawJson subscription, CancellationToken cancellation = default) =>
        _database.Writer.WriteAsync(
            WriteKey.None,
            (_database.Sql, user, endpoint, subscription),
            static (scope, from) => scope.Prepare(from.Sql.WebPush.Subscribe)
                .Bind("@endpoint", from.endpoint)
                .Bind("@subscription", from.subscription)
                .Bind("@user", from.user)
                .ExecuteAsync(),
            cancellation);
}
