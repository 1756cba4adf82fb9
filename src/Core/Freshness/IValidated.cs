using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Core.Freshness;

/// <summary>A copy that <see cref="SharedValidation"/> validates.</summary>
internal interface IValidated
{
    /// <summary>Compares the copy with the store and replaces it when it differs; starts on a waiter's thread. Throws <see cref="StoreUnavailableException"/>.</summary>
    Task RefreshAsync();
}
