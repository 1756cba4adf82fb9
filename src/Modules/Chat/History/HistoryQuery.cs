using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Modules.Chat.History;

/// <summary>What a <c>chat.fetch</c> asks for.</summary>
/// <param name="BeforeId">Exclusive upper bound.</param>
/// <param name="WithoutMembership">Without <c>channel.member</c> events.</param>
internal readonly record struct HistoryQuery(ChannelId Channel, long BeforeId, int Count, bool WithoutMembership)
{
    /// <summary>Nothing is asked for.</summary>
    public bool IsEmpty => BeforeId <= 0 || Count == 0;
}
