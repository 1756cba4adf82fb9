namespace Venueless.Fast.Core.Domain;

/// <summary>Key of a chat channel (<c>core_channel.id</c>).</summary>
public readonly record struct ChannelId(Guid Value)
{
    /// <summary>Wire form: lower-case 8-4-4-4-12.</summary>
    public override string ToString() => Value.ToString("D");
}
