using Venueless.Fast.Core.Domain.Staff;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Sql.Stores;

internal sealed class SqlStaffStore(SqlDatabase database) : IStaffStore
{
    private readonly SqlDatabase _database = database;

    public Task<StaffUser?> FindAsync(string username, CancellationToken cancellation = default) =>
        _database.Readers.ReadAsync(
            (_database.Sql, username),
            static (session, from) => session.Prepare(from.Sql.Staff.Find)
                .Bind("@username", from.username)
                .ReadFirstAsync(static row => new StaffUser(
                    row.Integer(0), row.Text(1), row.Text(2), row.Text(3), row.Truth(4), row.Truth(5), row.Truth(6), row.OptionalTime(7), row.Time(8))),
            cancellation);

    public Task<bool> AddAsync(NewSuperuser user, CancellationToken cancellation = default) =>
        _database.Writer.WriteAsync(
            WriteKey.None,
            (_database.Sql, user),
            static async (scope, from) => await scope.Prepare(from.Sql.Staff.InsertSuperuser)
                .Bind("@username", from.user.Username)
                .Bind("@email", from.user.Email)
                .Bind("@password", from.user.Password)
                .Bind("@joined", from.user.DateJoined)
                .ExecuteAsync() > 0,
            cancellation);

    public Task<bool> ChangePasswordAsync(int user, string from, string to, CancellationToken cancellation = default) =>
        _database.Writer.WriteAsync(
            WriteKey.None,
            (_database.Sql, user, from, to),
            static async (scope, values) => await scope.Prepare(values.Sql.Staff.ChangePassword)
                .Bind("@to", values.to)
                .Bind("@user", values.user)
                .Bind("@from", values.from)
                .ExecuteAsync() > 0,
            cancellation);
}
