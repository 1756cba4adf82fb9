namespace Venueless.Fast.Modules.Calls.Zoom;

/// <summary>Settings of the zoom module.</summary>
/// <param name="InstallationSecret">What tokens are signed with; every node and the reference server of one installation have the same.</param>
public sealed record ZoomOptions(string InstallationSecret);
