using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>The row of somebody who logged in for the first time.</summary>
/// <param name="User">As it is afterwards.</param>
/// <param name="IsRecorded">False: a simultaneous login has inserted the row, and this one is not recorded yet.</param>
/// <param name="WorldView">The id of the world view that was opened, if any was to be.</param>
public readonly record struct FirstLogin(UserRow User, bool IsRecorded, long? WorldView);
