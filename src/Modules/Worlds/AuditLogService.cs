using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Worlds;

/// <summary>The world's audit log: all of it, read page by page. One per node, thread-safe.</summary>
public sealed class AuditLogService(IAuditLog log, IUserStore users)
{
    // A page may hold a few hundred configurations of a world; every page asks for its users once.
    private const int PageRows = 200;

    // For rows whose user is gone: the web client reads user.profile.display_name unconditionally.
    private static readonly byte[] Nobody =
        """{"id":"","profile":{"display_name":""},"pretalx_id":null,"deleted":true,"inactive":true,"badges":[]}"""u8.ToArray();

    private readonly IAuditLog _log = log;
    private readonly IUserStore _users = users;

    internal async ValueTask<CommandResult> ListAsync(CommandContext context)
    {
        var (world, now) = (context.World.Id, context.Now);
        var known = new Dictionary<UserId, User>();
        var json = context.BeginReply();
        json.WriteStartObject();
        json.WriteStartArray("results"u8);
        var last = 0L;
        IReadOnlyList<AuditRow> page;
        do
        {
            page = await _log.ReadAsync(world, last, PageRows);
            await FindUsersAsync(world, page, known);
            foreach (var row in page)
            {
                Write(json, row, row.User is { } user ? known.GetValueOrDefault(user) : null, context.World, now);
                last = row.Id;
            }
        }
        while (page.Count == PageRows);

        json.WriteEndArray();
        json.WriteEndObject();
        return CommandResult.Success;
    }

    private static void Write(Utf8JsonWriter json, AuditRow row, User? user, World world, DateTimeOffset now)
    {
        json.WriteStartObject();
        json.WriteNumber("id"u8, row.Id);
        json.WriteTimestamp("timestamp"u8, row.Timestamp);
        json.WritePropertyName("user"u8);
        if (user is null)
        {
            json.WriteRawValue(Nobody, skipInputValidation: true);
        }
        else
        {
            UserObject.Write(json, user, world, now, UserView.Unbadged);
        }

        json.WriteString("type"u8, row.Type);
        json.WriteRaw("data"u8, row.Data.Utf8);
        json.WriteEndObject();
    }

    private async ValueTask FindUsersAsync(WorldId world, IReadOnlyList<AuditRow> page, Dictionary<UserId, User> known)
    {
        var unknown = page.Select(static row => row.User).OfType<UserId>().Where(user => !known.ContainsKey(user)).ToHashSet();
        if (unknown.Count > 0)
        {
            foreach (var row in await _users.FindManyAsync(world, unknown))
            {
                known[row.Id] = new User(row);
            }
        }
    }
}
