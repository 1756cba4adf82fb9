using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Host.Server;

/// <summary>Something that the node cannot do its work without.</summary>
/// <param name="Name">One word, for <c>/healthcheck/</c>.</param>
internal sealed record HealthPart(string Name, IStoreHealth Health);
