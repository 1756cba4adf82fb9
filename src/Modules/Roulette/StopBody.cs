using System.Text;
using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Roulette;

/// <summary>Body of <c>roulette.stop</c>, as a whole: the room has two names.</summary>
[CommandBody]
internal readonly partial record struct StopBody
{
    [BodyField("", Kinds = JsonKinds.Object)]
    public RawJson Whole { get; init; }

    /// <summary>What the room gate reads: <c>room_id</c>, the documented spelling, counts where <c>room</c> is absent.</summary>
    public ReadOnlySpan<byte> ForGate()
    {
        using var document = JsonDocument.Parse(Whole.Memory, JsonInput.StoredOptions);
        return !document.RootElement.TryGetProperty("room"u8, out _) && document.RootElement.TryGetProperty("room_id"u8, out var room)
            ? Encoding.UTF8.GetBytes($$"""{"room":{{room.GetRawText()}}}""")
            : Whole.Utf8;
    }
}
