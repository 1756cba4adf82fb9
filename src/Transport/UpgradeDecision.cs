namespace Venueless.Fast.Transport;

/// <summary>What is to be answered to an upgrade request that came through HTTP.</summary>
/// <param name="StatusCode">101 to accept; otherwise the status of the refusal. 426 goes with <c>Upgrade: websocket</c> and
/// <c>Sec-WebSocket-Version: 13</c>, 405 with <c>Allow: GET</c>.</param>
/// <param name="Text">Body of a refusal, plain text.</param>
/// <param name="Path">What the endpoint made of the request target; null for a refusal.</param>
/// <param name="AcceptKey">Value of Sec-WebSocket-Accept; null for a refusal.</param>
/// <param name="Extensions">Value of Sec-WebSocket-Extensions; null: the answer has none, because nothing was negotiated.</param>
public readonly record struct UpgradeDecision(int StatusCode, string Text, string? Path, string? AcceptKey, string? Extensions);
