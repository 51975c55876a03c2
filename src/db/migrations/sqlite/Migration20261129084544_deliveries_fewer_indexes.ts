import { Migration } from '@mikro-orm/migrations';

export class Migration20261129084544_deliveries_fewer_indexes extends Migration {

  override name = 'Migration20261129084544_deliveries_fewer_indexes';

  override up(): void | Promise<void> {
    this.addSql(`drop index \`deliveries_evolution_config_id_status_to_group_next_attempt_at_index\`;`);
    this.addSql(`drop index \`deliveries_occurrence_id_index\`;`);
    this.addSql(`drop index \`deliveries_schedule_id_index\`;`);
    this.addSql(`drop index \`deliveries_status_lease_until_index\`;`);
    this.addSql(`create index \`deliveries_claim_index\` on \`deliveries\` (\`status\`, \`evolution_config_id\`, \`to_group\`, \`next_attempt_at\`);`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop index \`deliveries_claim_index\`;`);
    this.addSql(`create index \`deliveries_evolution_config_id_status_to_group_next_attempt_at_index\` on \`deliveries\` (\`evolution_config_id\`, \`status\`, \`to_group\`, \`next_attempt_at\`);`);
    this.addSql(`create index \`deliveries_occurrence_id_index\` on \`deliveries\` (\`occurrence_id\`);`);
    this.addSql(`create index \`deliveries_schedule_id_index\` on \`deliveries\` (\`schedule_id\`);`);
    this.addSql(`create index \`deliveries_status_lease_until_index\` on \`deliveries\` (\`status\`, \`lease_until\`);`);
  }

}
