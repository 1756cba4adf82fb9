using System.Buffers;
using System.Text.Json;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Core.Commands;

/// <summary>
/// UUIDs in any accepted spelling, each once, in the order of the body; what is none is passed over, and so is what comes after <see cref="MaxElements"/>. The command that
/// reads it returns it.
/// </summary>
/// <remarks>0 B: the array is pooled. One that is never returned is collected.</remarks>
public readonly struct IdList
{
    /// <summary>Elements that count; the rest is ignored (auth-and-users.md section 5).</summary>
    public const int MaxElements = 100;

    private readonly Guid[]? _rented;
    private readonly int _count;

    private IdList(Guid[] rented, int count)
    {
        _rented = rented;
        _count = count;
    }

    /// <summary>Valid until <see cref="Return"/>.</summary>
    public ReadOnlySpan<Guid> Ids => _rented.AsSpan(0, _count);

    /// <summary>Gives the array back; exactly once, by whoever reads the ids last.</summary>
    public void Return()
    {
        if (_rented is not null)
        {
            ArrayPool<Guid>.Shared.Return(_rented);
        }
    }

    /// <summary>The elements of the array that begins with the current token.</summary>
    internal static IdList Read(ref Utf8JsonReader reader)
    {
        var ids = ArrayPool<Guid>.Shared.Rent(MaxElements);
        var count = 0;
        for (var element = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; element++)
        {
            if (element < MaxElements && JsonInput.TryReadGuid(ref reader, out var id) && !ids.AsSpan(0, count).Contains(id))
            {
                ids[count++] = id;
            }

            reader.Skip();
        }

        return new IdList(ids, count);
    }
}
