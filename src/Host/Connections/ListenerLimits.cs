namespace Venueless.Fast.Host.Connections;

/// <summary>What a listener accepts.</summary>
/// <param name="MaxConnections">Websockets and HTTP together; what comes beyond it is closed at once. Null: any number.</param>
/// <param name="IsDraining">True from the request to stop on: every new connection goes past the websockets to HTTP, which refuses it with an answer.</param>
internal sealed record ListenerLimits(long? MaxConnections, Func<bool> IsDraining);
