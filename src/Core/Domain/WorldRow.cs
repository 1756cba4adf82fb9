using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Core.Domain;

/// <summary>One row of <c>core_world</c> as stored; see world.md section 1. Null JSON columns are null here.</summary>
public sealed record WorldRow(
    WorldId Id,
    string Title,
    RawJson? Config,
    RawJson? Roles,
    RawJson? TraitGrants,
    string? Domain,
    string Locale,
    string Timezone,
    RawJson? FeatureFlags,
    string? ExternalAuthUrl,
    string? VapidPrivateKey,
    string? VapidPublicKey,
    int Version);
