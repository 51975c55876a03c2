import { Migration } from '@mikro-orm/migrations';

export class Migration20261129084546_deliveries_fewer_indexes extends Migration {

  override name = 'Migration20261129084546_deliveries_fewer_indexes';

  override up(): void | Promise<void> {
    this.addSql(`alter table \`deliveries\` drop index \`deliveries_evolution_config_id_status_to_group_next_73caf_index\`;`);
    this.addSql(`alter table \`deliveries\` drop index \`deliveries_occurrence_id_index\`;`);
    this.addSql(`alter table \`deliveries\` drop index \`deliveries_schedule_id_index\`;`);
    this.addSql(`alter table \`deliveries\` drop index \`deliveries_status_lease_until_index\`;`);
    this.addSql(`alter table \`deliveries\` add index \`deliveries_claim_index\` (\`status\`, \`evolution_config_id\`, \`to_group\`, \`next_attempt_at\`);`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table \`deliveries\` drop index \`deliveries_claim_index\`;`);
    this.addSql(`alter table \`deliveries\` add index \`deliveries_evolution_config_id_status_to_group_next_73caf_index\` (\`evolution_config_id\`, \`status\`, \`to_group\`, \`next_attempt_at\`);`);
    this.addSql(`alter table \`deliveries\` add index \`deliveries_occurrence_id_index\` (\`occurrence_id\`);`);
    this.addSql(`alter table \`deliveries\` add index \`deliveries_schedule_id_index\` (\`schedule_id\`);`);
    this.addSql(`alter table \`deliveries\` add index \`deliveries_status_lease_until_index\` (\`status\`, \`lease_until\`);`);
  }

}
