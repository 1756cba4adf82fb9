using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Freshness;
using Venueless.Fast.Core.Reading;

namespace Venueless.Fast.Modules.Chat.Reading;

/// <summary>A reader who has marked something as read.</summary>
internal readonly record struct ArmingRequest(WorldId World, UserState User, ReaderMembership Membership, ArmingNeed Need);
