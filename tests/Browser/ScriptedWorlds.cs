using Venueless.Fast.Host.Http.Attendee;

namespace Venueless.Fast.Browser.Tests;

internal sealed class ScriptedWorlds : IAttendeeWorlds
{
    public const string Id = "lighthouse";

    public string Title { get; set; } = "Lighthouse Week";

    public ValueTask<(string WorldId, string Title)?> FindAsync(string host, CancellationToken cancellationToken) =>
        ValueTask.FromResult<(string, string)?>(host.StartsWith("127.0.0.1", StringComparison.Ordinal) ? (Id, Title) : null);
}
