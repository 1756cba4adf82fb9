using System.Buffers;
using System.Text.Json;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Posters;

/// <summary>
/// A room's posters, encoded once for everybody who asks at the moment. Visitors differ in what they have voted for, which takes the same number of bytes either way:
/// for a visitor the list is copied, and one word changed per vote. Immutable.
/// </summary>
internal sealed class PosterList
{
    private readonly byte[] _json;

    // Where a poster's "false" begins.
    private readonly Dictionary<PosterId, int> _flags;

    private PosterList(byte[] json, Dictionary<PosterId, int> flags) => (_json, _flags) = (json, flags);

    public static PosterList Encode(IReadOnlyList<Poster> posters, World world, DateTimeOffset now)
    {
        var flags = new Dictionary<PosterId, int>(posters.Count);
        var buffer = MessageBuffer.Rent();
        try
        {
            buffer.Json.WriteStartArray();
            foreach (var poster in posters)
            {
                PosterObject.WriteStart(buffer.Json, poster, world, now, isShort: true);
                buffer.Json.WriteBoolean("has_voted"u8, false);
                buffer.Json.WriteEndObject();
                buffer.Json.Flush();
                flags[poster.Id] = buffer.Buffer.WrittenSpan.Length - "false}".Length;
            }

            buffer.Json.WriteEndArray();
            buffer.Json.Flush();
            return new PosterList(buffer.Buffer.WrittenSpan.ToArray(), flags);
        }
        finally
        {
            buffer.Return();
        }
    }

    /// <param name="votes">Of the visitor.</param>
    public void Write(Utf8JsonWriter json, IReadOnlyList<PosterId> votes)
    {
        if (votes.Count == 0)
        {
            json.WriteRawValue(_json, skipInputValidation: true);
            return;
        }

        var copy = ArrayPool<byte>.Shared.Rent(_json.Length);
        _json.CopyTo(copy, 0);
        foreach (var vote in votes)
        {
            if (_flags.TryGetValue(vote, out var flag))
            {
                " true"u8.CopyTo(copy.AsSpan(flag));
            }
        }

        json.WriteRawValue(copy.AsSpan(0, _json.Length), skipInputValidation: true);
        ArrayPool<byte>.Shared.Return(copy);
    }
}
