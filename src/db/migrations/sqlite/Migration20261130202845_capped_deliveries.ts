import { Migration } from '@mikro-orm/migrations';

export class Migration20261130202845_capped_deliveries extends Migration {

  override name = 'Migration20261130202845_capped_deliveries';

  override up(): void | Promise<void> {
    this.addSql(`alter table \`deliveries\` add column \`capped_at\` datetime null;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table \`deliveries\` drop column \`capped_at\`;`);
  }

}
