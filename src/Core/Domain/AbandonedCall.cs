namespace Venueless.Fast.Core.Domain;

/// <summary>A row of <c>core_digitalsambacall</c> whose room at the service is to be removed.</summary>
/// <param name="RemoteId"><c>ds_id</c>.</param>
public readonly record struct AbandonedCall(Guid Id, Guid RemoteId);
