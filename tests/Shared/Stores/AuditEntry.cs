using System.Text.Json.Nodes;
using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Testing.Stores;

/// <summary>A row of the audit log.</summary>
public sealed record AuditEntry(string Type, UserId User, JsonNode Data);
