using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>Browsers that take notifications (<c>core_webpushclient</c>). Thread-safe; may throw <see cref="StoreUnavailableException"/>.</summary>
public interface IWebPushStore
{
    /// <summary>Stores the subscription under its endpoint; an endpoint belongs to whoever stored it last.</summary>
    Task SubscribeAsync(UserId user, string endpoint, RawJson subscription, CancellationToken cancellation = default);
}
