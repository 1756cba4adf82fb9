using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Modules.Users;

/// <summary>Body of commands that read nothing of it: null, or an object with anything in it.</summary>
[CommandBody]
internal readonly partial record struct NoBody;
