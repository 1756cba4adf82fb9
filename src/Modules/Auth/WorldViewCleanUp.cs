using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Auth;

/// <summary>Clean-up step of the user (connection.md section 10, step 5): ends the session's world view (auth-and-users.md section 11).</summary>
public sealed class WorldViewCleanUp(TimeProvider time, IUserStore users) : ISessionCleanUp
{
    private readonly TimeProvider _time = time;
    private readonly IUserStore _users = users;

    /// <inheritdoc/>
    public string Name => "world view";

    /// <inheritdoc/>
    public async ValueTask CleanUpAsync(Session session, ConnectionClosed closed)
    {
        if (session.WorldView is not { } view)
        {
            return;
        }

        session.WorldView = null;
        var world = session.WorldState!;
        if (!world.IsFresh(session.Services.Freshness.WorldAge))
        {
            await world.ValidateAsync();
        }

        // Tracking that was switched off in between takes its rows with it.
        var isTracking = world.Current?.Config.TracksWorldViews ?? true;
        await _users.EndWorldViewAsync(view, _time.GetUtcNow(), delete: !isTracking);
    }
}
