using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Freshness;

namespace Venueless.Fast.Modules.Chat.Reading;

/// <summary>A reader who has marked something as read.</summary>
internal readonly record struct ArmingRequest(WorldId World, UserState User, ArmingNeed Need);
