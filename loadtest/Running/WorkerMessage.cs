using System.Text.Json;
using System.Text.Json.Serialization;

namespace Venueless.Fast.LoadTest.Running;

/// <summary>One line between the coordinator and a worker process, in either direction; what does not belong to its kind is null.</summary>
internal sealed record WorkerMessage
{
    private static readonly JsonSerializerOptions Format = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = { new JsonStringEnumConverter() } };

    /// <summary>To the worker: <c>begin</c>, <c>join</c>, <c>run</c>, <c>settle</c>. From it: <c>done</c>, <c>second</c>, <c>failed</c>.</summary>
    public required string Kind { get; init; }

    public LoadOptions? Options { get; init; }

    public WorkerShare? Share { get; init; }

    public long? Start { get; init; }

    public SentMessages? Sent { get; init; }

    public SecondData? Second { get; init; }

    public WorkerResult? Result { get; init; }

    public string? Failure { get; init; }

    public string ToLine() => JsonSerializer.Serialize(this, Format);

    /// <exception cref="JsonException">The line is not a message.</exception>
    public static WorkerMessage Parse(string line) => JsonSerializer.Deserialize<WorkerMessage>(line, Format) ?? throw new JsonException("An empty message.");
}
