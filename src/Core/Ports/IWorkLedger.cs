namespace Venueless.Fast.Core.Ports;

/// <summary>
/// Who does recurring work, and when it was begun: of all nodes on a database one does a piece of work at a time. Thread-safe; may throw
/// <see cref="StoreUnavailableException"/>.
/// </summary>
/// <remarks>A node holds work by a lease that it renews. One that dies, or stands still for longer, loses it: whoever asks next may begin when the work is due.</remarks>
public interface IWorkLedger
{
    /// <summary>Begins the work if it is due and nobody holds it; then it is due again an interval from now.</summary>
    /// <param name="work">Its name; at most 100 characters.</param>
    /// <param name="holder">The node, see <c>NodeIdentity.Id</c>.</param>
    Task<WorkTurn> TryBeginAsync(
        string work, string holder, DateTimeOffset now, TimeSpan interval, TimeSpan lease, CancellationToken cancellation = default);

    /// <summary>False: somebody else holds the work by now; the caller must stop.</summary>
    Task<bool> TryRenewAsync(string work, string holder, DateTimeOffset now, TimeSpan lease, CancellationToken cancellation = default);

    /// <summary>The holder has done the work. Somebody else's hold stays.</summary>
    Task EndAsync(string work, string holder, CancellationToken cancellation = default);
}
