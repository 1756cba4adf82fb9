using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql.Sessions;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Sql.Stores;

internal sealed class SqlStoredFileStore(SqlDatabase database) : IStoredFileStore
{
    /// <summary>The expiry of a file that is to go at once, whatever anybody's clock says.</summary>
    public static readonly DateTimeOffset Expired = DateTimeOffset.UnixEpoch;

    private readonly SqlDatabase _database = database;

    /// <summary>Of a row with id and path.</summary>
    public static StoredFile Read(SqlRow row) => new(row.Uuid(0), row.OptionalText(1) ?? "");

    public Task<IReadOnlyList<StoredFile>> ListExpiredAsync(DateTimeOffset now, Guid after, CancellationToken cancellation = default) =>
        _database.Readers.ReadAsync(
            (_database.Sql.CleanUp, now, after),
            static async (session, from) => (IReadOnlyList<StoredFile>)await session.Prepare(from.CleanUp.ExpiredFiles)
                .Bind("@before", from.now)
                .Bind("@after", from.after)
                .ReadAllAsync(Read),
            cancellation);

    public Task<int> ForgetAsync(IReadOnlyCollection<Guid> files, CancellationToken cancellation = default) =>
        _database.Writer.WriteAsync(
            WriteKey.Alone,
            (_database.Sql.CleanUp, files),
            static (scope, from) => scope.Prepare(from.CleanUp.ForgetFiles).Bind("@files", from.files).ExecuteAsync(),
            cancellation);
}
